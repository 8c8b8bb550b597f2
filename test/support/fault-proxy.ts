import { connect, createServer, type Server, type Socket } from 'node:net';

export type ProxyMode = 'open' | 'refused' | 'black hole';

/** A TCP line to a server that can be cut or go silent. */
export interface FaultProxy {
  readonly port: number;
  set(mode: ProxyMode): Promise<void>;
  stop(): Promise<void>;
}

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/** Starts a line to a port of this machine. */
export const startFaultProxy = async (target: number): Promise<FaultProxy> => {
  let mode: ProxyMode = 'open';
  const sockets = new Set<Socket>();
  const kept = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const forward = (from: Socket, to: Socket): void => {
    from.on('data', (chunk: Buffer) => {
      // Into the black hole: taken, never delivered, the line stays up.
      if (mode === 'open') to.write(chunk);
    });
    from.once('close', () => to.destroy());
  };
  const build = (): Server =>
    createServer((client) => {
      const onward = kept(connect(target, '127.0.0.1'));
      forward(kept(client), onward);
      forward(onward, client);
    });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  let server: Server | null = build();
  const port = await listening(server, 0);
  const close = async (): Promise<void> => {
    const closing = server;
    server = null;
    if (closing === null) return;
    const closed = new Promise((resolve) => closing.close(resolve));
    cut();
    await closed;
  };
  return {
    port,
    set: async (next) => {
      if (mode === 'black hole') cut();
      mode = next;
      if (next === 'refused') await close();
      else if (server === null) {
        server = build();
        await listening(server, port);
      }
    },
    stop: close,
  };
};
