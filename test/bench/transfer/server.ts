import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The first bytes of a PNG file, so that what is fetched counts as a picture. */
const signature = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const chunk = Buffer.alloc(1024 * 1024);

/** A host that takes any upload and forgets it, and gives files of any length. */
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'GET') {
    give(response, Number(url.searchParams.get('bytes')));
    return;
  }
  request.on('data', () => undefined);
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ url: 'https://files.example/1' }));
  });
});

function give(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-type': 'image/png', 'content-length': String(bytes) });
  response.write(signature);
  let left = bytes - signature.length;
  const more = (): void => {
    while (left > 0) {
      const part = left < chunk.length ? chunk.subarray(0, left) : chunk;
      left -= part.length;
      if (!response.write(part)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
