import type { Condition } from "./conditions.ts";

/** Conditions and groups that hold together: all of them, or any. */
export interface Group {
  any: boolean;
  nodes: readonly FilterNode[];
}

/** A part of a filter. */
export type FilterNode = Condition | Group;

/** The filter that lets everything through. */
export const EVERYTHING: Group = { any: false, nodes: [] };

/** Levels that a filter is nested at most, as the API has it. */
export const DEPTH_MAX = 5;

/** Whether a part is a group. */
export function isGroup(node: FilterNode): node is Group {
  return "nodes" in node;
}

/** All of these. */
export function allOf(nodes: readonly FilterNode[]): Group {
  return simplified({ any: false, nodes });
}

/** The conditions of a filter, whatever their groups. */
export function conditionsOf(group: Group): Condition[] {
  return group.nodes.flatMap((node) => (isGroup(node) ? conditionsOf(node) : [node]));
}

/**
 * The same filter without what says nothing: empty groups, groups of one, groups that are joined as the group around
 * them is.
 */
export function simplified(group: Group): Group {
  const nodes = group.nodes.flatMap((node): readonly FilterNode[] => {
    if (!isGroup(node)) return [node];
    const inner = simplified(node);
    return inner.nodes.length < 2 || inner.any === group.any ? inner.nodes : [inner];
  });
  const [only] = nodes;
  return nodes.length === 1 && only && isGroup(only) ? only : { any: group.any, nodes };
}

/** The filter without any condition on a field. */
export function withoutField(group: Group, field: string): Group {
  const nodes = group.nodes.flatMap((node): FilterNode[] =>
    isGroup(node) ? [withoutField(node, field)] : node.field === field ? [] : [node],
  );
  return simplified({ ...group, nodes });
}

/** Where a part stands: an index for each level. An index behind the last one is a place for something new. */
export type Path = readonly number[];

/** The part at a place, if there is one. */
export function nodeAt(group: Group, path: Path): FilterNode | undefined {
  const [at = 0, ...rest] = path;
  const node = group.nodes[at];
  return rest.length === 0 ? node : node && isGroup(node) ? nodeAt(node, rest) : undefined;
}

/** The filter with another part at a place, or without the one there. */
export function withNode(group: Group, path: Path, change: FilterNode | null): Group {
  const [at = 0, ...rest] = path;
  const nodes = [...group.nodes];
  const node = nodes[at];
  if (rest.length > 0) {
    if (node && isGroup(node)) nodes[at] = withNode(node, rest, change);
  } else if (change === null) nodes.splice(at, 1);
  else nodes[at] = change;
  return { ...group, nodes };
}

/** The filter with the group at a place joined the other way; no place is the whole. */
export function withOther(group: Group, path: Path): Group {
  const node = path.length === 0 ? group : nodeAt(group, path);
  if (!node || !isGroup(node)) return group;
  const other = { ...node, any: !node.any };
  return path.length === 0 ? other : withNode(group, path, other);
}
