import { connect, type Socket } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One kept-alive connection, one request at a time. Node's own client costs about as much as the
 * servers it would measure.
 */
export class HttpSocket {
  private pending: Buffer = Buffer.alloc(0);
  private settle: { resolve: (status: number) => void; reject: (error: Error) => void } | null =
    null;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
      this.look();
    });
    const broken = (error?: Error): void => {
      this.settle?.reject(error ?? new Error('the server closed the connection'));
      this.settle = null;
    };
    socket.on('error', broken);
    socket.on('close', () => broken());
  }

  static open(port: number): Promise<HttpSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.removeListener('error', reject);
        resolve(new HttpSocket(socket));
      });
      socket.once('error', reject);
    });
  }

  /** Sends one whole request; resolves with the status when the whole answer is here. */
  send(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private look(): void {
    const end = this.pending.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = this.pending.toString('latin1', 0, end);
    const bodyAt = end + END_OF_HEAD.length;
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    const isWhole =
      length === undefined
        ? !/\r\ntransfer-encoding: *chunked/i.test(head) ||
          this.pending.toString('latin1', bodyAt).endsWith('0\r\n\r\n')
        : this.pending.length >= bodyAt + Number(length);
    if (!isWhole) return;
    this.pending = Buffer.alloc(0);
    const { settle } = this;
    this.settle = null;
    settle?.resolve(Number(head.slice(9, 12)));
  }
}
