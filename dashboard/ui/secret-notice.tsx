/** Something that is told once. */
export const SecretNotice = (props: { secret: string | null; onDone: () => void }) =>
  props.secret === null ? null : (
    <div className="notice good" role="status">
      <p>
        Copy it now, it is never shown again: <code className="secret">{props.secret}</code>
      </p>
      <button type="button" className="link" onClick={props.onDone}>
        Done
      </button>
    </div>
  );
