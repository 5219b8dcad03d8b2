import { diskLayer } from '../../electron/store/file-layer.ts';
import { openRowLog } from '../../electron/store/row-log.ts';

/** Appends synced rows from several writers without end and prints the id of each row that was acknowledged. */
const [file = '', first = '0'] = process.argv.slice(2);
const log = openRowLog(diskLayer, file);
let id = Number(first);

async function appendForever(): Promise<void> {
  for (;;) {
    const own = id++;
    await log.append({ id: own, text: 'x'.repeat(own % 500) }, { sync: true });
    process.stdout.write(`${own}\n`);
  }
}

for (let writer = 0; writer < 8; writer += 1) void appendForever();
