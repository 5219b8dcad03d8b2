/** Samples a second of the speech that gateways send without a head. Source: PROTOCOL 11. */
const sampleRate = 24_000;

/** A WAV file of bare samples: 16 bit, mono, 24 kHz. What is a WAV file already stays as it is. */
export function wavOfPcm(samples: Buffer): Buffer {
  if (samples.subarray(0, 4).toString('latin1') === 'RIFF') return samples;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(sampleRate, 24);
  head.writeUInt32LE(sampleRate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
