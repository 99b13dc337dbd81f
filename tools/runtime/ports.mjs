import net from 'node:net';
import { Refusal } from './refusal.mjs';

/** @param {{ port: number, for: string }[]} wanted all of them must be free on loopback */
export async function requireFreePorts(wanted) {
  for (const { port, for: purpose } of wanted) {
    if (await isTaken(port)) {
      throw new Refusal(
        `port ${port} (${purpose}) is taken; end the program that listens there, or choose another with PORT=${
          port + 100
        } npm start`,
      );
    }
  }
}

function isTaken(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', error => {
      if (error.code === 'EADDRINUSE') resolve(true);
      else if (error.code === 'EACCES') {
        reject(
          new Refusal(
            `port ${port} may not be used by this account; choose one above 1023 with PORT`,
          ),
        );
      } else reject(error);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}
