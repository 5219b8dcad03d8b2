import type { DiskReserve, ReservedSpace } from '#electron/executor/services';

/** Space on a disk that never gets full. */
export const plenty: ReservedSpace = { spend: (work) => work(), release: () => undefined };
export const plentyOfRoom: DiskReserve = { secure: async () => plenty };
