import { type ReactNode, useId } from 'react';
import { Boundary } from './boundary';

export const Panel = (props: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) => {
  const id = useId();
  return (
    <section className={`panel ${props.className ?? ''}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{props.title}</h2>
        {props.aside}
      </header>
      <Boundary>{props.children}</Boundary>
    </section>
  );
};

export const PageHead = (props: { title: string; lead?: ReactNode; children?: ReactNode }) => (
  <header className="page-head">
    <div className="page-title">
      <h1>{props.title}</h1>
      {props.lead !== undefined && <p className="lead">{props.lead}</p>}
    </div>
    {props.children !== undefined && <div className="page-tools">{props.children}</div>}
  </header>
);
