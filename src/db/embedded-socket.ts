import { Duplex } from 'node:stream';
import type { EmbeddedEngine } from './embedded-engine';

const TERMINATE = 'X'.charCodeAt(0);
/** Message types after which the server must answer: sync, query, flush, copy done/fail, password. */
const ANSWERED = new Set([...'SQHcfp'].map((letter) => letter.charCodeAt(0)));

/** What `pg` takes for a network socket: protocol messages go to the engine's thread and back. */
export class EmbeddedSocket extends Duplex {
  private unframed: Buffer = Buffer.alloc(0);
  private held: Buffer[] = [];
  private started = false;

  constructor(private readonly engine: EmbeddedEngine) {
    super();
  }

  connect(): this {
    this.engine.reset().then(
      () => this.emit('connect'),
      (error) => this.destroy(error),
    );
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.accept(chunk, done);
  }

  override _writev(
    chunks: { chunk: Buffer; encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    this.accept(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.push(null);
    done();
  }

  private accept(chunk: Buffer, done: (error?: Error | null) => void): void {
    this.unframed = this.unframed.length === 0 ? chunk : Buffer.concat([this.unframed, chunk]);
    let mustAnswer = false;
    for (let message = this.nextMessage(); message !== null; message = this.nextMessage()) {
      // Ending the client must not end the engine's only session.
      if (this.started && message[0] === TERMINATE) continue;
      mustAnswer ||= !this.started || ANSWERED.has(message[0] ?? 0);
      this.started = true;
      this.held.push(message);
    }
    done();
    if (mustAnswer) this.forward();
  }

  private forward(): void {
    const bytes = Buffer.concat(this.held);
    this.held = [];
    this.engine.wire(bytes).then(
      (answer) => {
        if (answer.length > 0 && !this.destroyed) this.push(answer);
      },
      (error) => this.destroy(error),
    );
  }

  /** The first message of a session has no type byte, all others do. */
  private nextMessage(): Buffer | null {
    const lengthAt = this.started ? 1 : 0;
    if (this.unframed.length < lengthAt + 4) return null;
    const end = lengthAt + this.unframed.readInt32BE(lengthAt);
    if (this.unframed.length < end) return null;
    const message = this.unframed.subarray(0, end);
    this.unframed = this.unframed.subarray(end);
    return message;
  }
}
