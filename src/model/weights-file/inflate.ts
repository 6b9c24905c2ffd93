/**
 * Raw DEFLATE (RFC 1951) undone: given, not imported, since Node and browsers have it under different names.
 *
 * @param size - the length that the result is to have; what would be longer may be cut off or refused, but is not to be held.
 * @returns the bytes, at most `size` of them.
 * @throws on bytes that are not DEFLATE.
 */
export type Inflate = (deflated: Uint8Array, size: number) => Uint8Array | Promise<Uint8Array>;
