/** What page and main process call their ways to each other; the preload script and the main process share these names. */
export const channels = {
  /** Page → main, answered: a call of the contract. */
  call: 'patchbay:call',
  /** Page → main, answered: a file that was dropped or pasted. */
  import: 'patchbay:import',
  /** Page → main: it listens to pushes of this name from now on. */
  listen: 'patchbay:listen',
  /** Page → main: all listeners of a command were called. */
  told: 'patchbay:told',
  /** Main → page: a push of the contract. */
  push: 'patchbay:push',
} as const;

/** Where the page gets media: an artifact's hexadecimal name follows. */
export const mediaLinks = {
  media: 'patchbay-media://original/',
  thumb: 'patchbay-media://thumb/',
} as const;
