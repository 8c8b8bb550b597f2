import { useRef } from 'react';
import { Icon } from './icon';
import type { Upload } from './types';
import { MOST_BYTES, readUpload } from './upload';
import { fileSize } from './words';

type Props = {
  readonly files: readonly Upload[];
  readonly onChange: (files: readonly Upload[]) => void;
  readonly onRefusal: (words: string) => void;
};

/** Chooses files to send along and shows the chosen ones. */
export function Attach({ files, onChange, onRefusal }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const add = async (chosen: readonly File[]) => {
    const large = chosen.find((file) => file.size > MOST_BYTES);
    if (large) return onRefusal(`“${large.name}” is larger than ${fileSize(MOST_BYTES)}.`);
    onChange([...files, ...(await Promise.all(chosen.map(readUpload)))]);
  };
  return (
    <span className="attach">
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          const chosen = [...(target.files ?? [])];
          // The same file may be chosen again after it was removed.
          target.value = '';
          void add(chosen);
        }}
      />
      <button
        type="button"
        className="tool"
        title="Attach a file"
        aria-label="Attach a file"
        onClick={() => input.current?.click()}
      >
        <Icon name="attach" />
      </button>
      {files.map((file) => (
        <button
          key={file.name}
          type="button"
          className="attached"
          title={`Remove ${file.name}`}
          onClick={() => onChange(files.filter((other) => other !== file))}
        >
          {file.name} ✕
        </button>
      ))}
    </span>
  );
}
