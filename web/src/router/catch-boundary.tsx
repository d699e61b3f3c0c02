import { Component, type ComponentType, type ReactNode } from "react";

/** What is shown instead of what has failed. */
export type Fallback = ComponentType<{ error: unknown; reset: () => void }>;

interface CatchProps {
  fallback: Fallback;
  /** Another one forgets the error: it was of another page. */
  resetKey: unknown;
  children: ReactNode;
}

/** Shows something else where drawing fails. */
export class CatchBoundary extends Component<CatchProps, { error: unknown; key: unknown }> {
  override state = { error: null, key: this.props.resetKey };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps({ resetKey }: CatchProps, state: { key: unknown }) {
    return resetKey === state.key ? null : { error: null, key: resetKey };
  }

  override render(): ReactNode {
    const { fallback: Shown, children } = this.props;
    if (this.state.error === null) return children;
    return <Shown error={this.state.error} reset={() => this.setState({ error: null })} />;
  }
}
