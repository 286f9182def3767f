export function PartDrawer({ partNumber }: { readonly partNumber: string }) {
  return <h2>{partNumber}</h2>;
}
