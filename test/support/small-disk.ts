import { diskLayer, type FileLayer } from '#electron/store/file-layer';

/** A disk that has room for so many bytes more, as far as it is written through its layer. */
export interface SmallDisk {
  readonly layer: FileLayer;
  free: number;
  /** Whether what is removed gives room: not when somebody else takes it at once. */
  givesBack: boolean;
}

export function createSmallDisk(): SmallDisk {
  const full = (): Error => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const disk = { free: Number.POSITIVE_INFINITY, givesBack: true };
  /** How much of it there is room for. */
  const take = (bytes: Uint8Array): Uint8Array => {
    const fits = bytes.subarray(0, Math.min(bytes.length, disk.free));
    disk.free -= fits.length;
    return fits;
  };
  const layer: FileLayer = {
    ...diskLayer,
    open(file, mode) {
      if (mode === 'create' && disk.free <= 0) throw full();
      return diskLayer.open(file, mode);
    },
    async write(handle, bytes) {
      const fits = take(bytes);
      await diskLayer.write(handle, fits);
      if (fits.length < bytes.length) throw full();
    },
    writeNow(handle, bytes) {
      const fits = take(bytes);
      diskLayer.writeNow(handle, fits);
      if (fits.length < bytes.length) throw full();
    },
    unlink(file) {
      const bytes = diskLayer.facts(file)?.bytes ?? 0;
      diskLayer.unlink(file);
      if (disk.givesBack) disk.free += bytes;
    },
  };
  return Object.assign(disk, { layer });
}
