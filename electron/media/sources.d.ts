/** The text of a script for a thread, as the build makes it of a module. */
declare module '*?worker-source' {
  const source: string;
  export default source;
}

/** A file as a data URL. */
declare module '*.wasm?inline' {
  const url: string;
  export default url;
}

declare module 'omggif' {
  /** Reads the pictures of a GIF. Throws strings and errors for what it cannot read. */
  export class GifReader {
    constructor(bytes: Uint8Array);
    readonly width: number;
    readonly height: number;
    decodeAndBlitFrameRGBA(frame: number, pixels: Uint8Array): void;
  }
}
