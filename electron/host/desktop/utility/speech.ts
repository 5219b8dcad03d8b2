/**
 * The speaking program of the desktop: it gets a text, runs the synthesizer's published entry once and ends. It is a
 * program of its own because of the synthesizer's licence, so it shares nothing with ours but these lines.
 */
interface Synthesizer {
  default(settings: {
    arguments: string[];
    print(): void;
    printErr(): void;
    preRun: ((module: Files) => void)[];
  }): Promise<Files>;
}
interface Files {
  readonly FS: { writeFile(name: string, bytes: Uint8Array): void; readFile(name: string): Uint8Array };
}

const entry: string = 'espeak-ng';

process.parentPort.once('message', ({ data }: { data: { options: string[]; text: string } }) => {
  speak(data.options, data.text).then(
    (wav) => process.parentPort.postMessage({ wav }),
    (error: unknown) => process.parentPort.postMessage({ error: error instanceof Error ? error.message : 'it failed' }),
  );
});

async function speak(options: string[], text: string): Promise<Uint8Array> {
  const { default: start } = (await import(/* @vite-ignore */ entry)) as Synthesizer;
  const machine = await start({
    arguments: [...options, '-w', 'out.wav', '-f', 'in.txt'],
    print: () => undefined,
    printErr: () => undefined,
    preRun: [(module) => module.FS.writeFile('in.txt', new TextEncoder().encode(text))],
  });
  return machine.FS.readFile('out.wav');
}
