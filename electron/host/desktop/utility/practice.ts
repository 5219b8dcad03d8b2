import { speakThrough } from '../../../practice/media/speech.ts';
import { startPractice } from '../../../practice/server.ts';
import { type FromPractice, type Spoken, toPracticeSchema } from './messages.ts';

/**
 * The practice gateway as a process of the desktop program. Its first argument is the port that it would like. Speech needs
 * a process of its own, which only the main process can start: it is asked for each one.
 */
const wanted = Number(process.argv[2]);
const port = process.parentPort;
const speaking = new Map<number, (spoken: Spoken) => void>();
let orders = 0;

function tell(message: FromPractice): void {
  port.postMessage(message);
}

speakThrough(async (options, text) => {
  orders += 1;
  const id = orders;
  const spoken = await new Promise<Spoken>((resolve) => {
    speaking.set(id, resolve);
    tell({ kind: 'speak', id, order: { options: [...options], text } });
  });
  speaking.delete(id);
  if ('error' in spoken) throw new Error(spoken.error);
  return spoken.wav;
});

async function serve(): Promise<void> {
  const server = await startPractice({ port: wanted, withParent: true }).catch(() =>
    startPractice({ port: 0, withParent: true }),
  );
  port.on('message', ({ data }) => {
    const message = toPracticeSchema.parse(data);
    if (message.kind === 'spoken') speaking.get(message.id)?.(message.spoken);
    else {
      server.close().then(
        () => process.exit(),
        () => process.exit(1),
      );
    }
  });
  tell({ kind: 'ready', url: server.url, uploadUrl: server.uploadUrl });
}

serve().catch((error: unknown) => {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});
