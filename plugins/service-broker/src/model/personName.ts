/** The readable part of an entity ref: `li.na` of `user:default/li.na`. */
export function personName(ref: string): string {
  return ref.split('/').pop() || ref;
}
