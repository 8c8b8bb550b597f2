import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
}

/** A mistake of ours in one part leaves the rest of the page standing. */
export class Boundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div className="state" role="alert">
        <CircleAlert size={22} aria-hidden="true" />
        <p className="state-title">This part could not be shown</p>
        <p>Reload the page. If it stays, tell whoever runs this desk.</p>
      </div>
    );
  }
}
