export { activate } from './activation';
export { drawActivity, drawLists, drawRows } from './sampler';
export { hasSmallKernel } from './generated/small-kernels';
export { smallGradient } from './small';
export { foldSums, prepareNetwork } from './network';
export { networkGradient } from './tile';

/** Where the memory that nothing here uses begins. */
export function heapBase(): usize {
  return __heap_base;
}
