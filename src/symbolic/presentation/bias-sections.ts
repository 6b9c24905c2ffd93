/** @file What every derivation with bias says before its chambers: the model, the density, the domains, the integrals. */

import type { Block, DerivationSection, Notation } from './block.ts';
import { display, plain, prose } from './notation.ts';

const Z = plain('z');
const ON = plain('z > 0');

/** How the densities are written: one symbol or number, or one each. */
export type DensityWriting = 'common' | 'each';

/**
 * The general part.
 *
 * @param setting - the section that says which output, and what its letters are.
 */
export function generalSections(setting: DerivationSection, densities: DensityWriting): DerivationSection[] {
  return [setting, densitySection(densities), domainSection(), integralSection(), sumSection()];
}

function densitySection(densities: DensityWriting): DerivationSection {
  const [p, latex] = densities === 'each' ? ['p_j', 'p_j'] : ['p', 'p'];
  const product: Notation = {
    text: `product over j of [(1 - ${p})*delta(x_j) + ${p}*1(0 <= x_j <= 1)]`,
    latex: `\\prod_{j=1}^{n} \\bigl[(1-${latex})\\,\\delta(x_j) + ${latex}\\,\\mathbf{1}_{[0,1]}(x_j)\\bigr]`,
  };
  return {
    heading: ['Step 1: the density with delta functions'],
    blocks: [
      prose`An inactive feature sits at 0 exactly. Multiplying out gives one summand for each active set ${plain('A')}: its features are uniform on [0, 1], the others are 0.`,
      display(
        `rho(x) = ${product.text} = sum over A of P(A) * product over j not in A of delta(x_j) * product over j in A of 1(0 <= x_j <= 1)`,
        `\\rho(x) = ${product.latex} = \\sum_{A \\subseteq \\{1, \\dots, n\\}} P(A) \\prod_{j \\notin A} \\delta(x_j) \\prod_{j \\in A} \\mathbf{1}_{[0,1]}(x_j)`,
      ),
      display(
        `P(A) = product over j in A of ${p} * product over j not in A of (1 - ${p})`,
        `P(A) = \\prod_{j \\in A} ${latex} \\prod_{j \\notin A} (1 - ${latex})`,
      ),
    ],
  };
}

function domainSection(): DerivationSection {
  const domain: Notation = { text: 'D = [0, 1]^A', latex: 'D = [0, 1]^A' };
  return {
    heading: ['Step 2: ReLU as a restriction of the domain'],
    blocks: [
      prose`Given the active set, the ReLU of ${Z} integrates over ${domain} like ${Z} itself over the part where ${ON}.`,
      display(
        'F_A = int_D (x_i - ReLU(z))^2 = int_D x_i^2 - 2*int_{D, z>0} x_i*z + int_{D, z>0} z^2',
        'F_A = \\int_D \\bigl(x_i - \\operatorname{ReLU}(z)\\bigr)^2 dx = \\int_D x_i^2\\,dx - 2\\int_{D \\cap \\{z>0\\}} x_i z\\,dx + \\int_{D \\cap \\{z>0\\}} z^2\\,dx',
      ),
      prose`The first integral is 1/3 if feature i is active, else 0, and with it the second. The shape of the domain depends only on at which corners of the cube ${ON}: on the signs of the vertex values.`,
      display(
        'h_v = b_i + sum over j in v of G_ij,   v a set of features',
        'h_v = b_i + \\sum_{j \\in v} G_{ij}, \\qquad v \\subseteq A',
      ),
    ],
  };
}

function integralSection(): DerivationSection {
  const blocks: Block[] = [
    prose`One variable after the other: the antiderivative of a power of the positive part is a power of the positive part.`,
    display(
      'int_0^1 ReLU(c + g*x)^q dx = [ReLU(c + g)^(q+1) - ReLU(c)^(q+1)] / ((q + 1)*g)',
      '\\int_0^1 (c + g x)_+^q\\,dx = \\frac{(c + g)_+^{q+1} - (c)_+^{q+1}}{(q + 1)\\,g}',
    ),
    prose`Over k active features with entries other than 0, each step doubles the corners, so that the square integrates to`,
    display(
      'int z^2 = 2/(k+2)! * sum over v of (-1)^(k - |v|)*ReLU(h_v)^(k+2) / product over j in A of G_ij',
      '\\int_{z>0} z^2\\,dx = \\frac{2}{(k+2)!\\,\\prod_{j \\in A} G_{ij}} \\sum_{v \\subseteq A} (-1)^{k-|v|}\\,(h_v)_+^{k+2}',
    ),
    prose`and the product with the own input, by parts in that variable, to`,
    display(
      'int x_i*z = sum over v containing i of (-1)^(k - |v|)*ReLU(h_v)^(k+1) / ((k+1)! * product G_ij) - 1/(2*G_ii) * int z^2',
      '\\int_{z>0} x_i z\\,dx = \\frac{1}{(k+1)!\\,\\prod_{j \\in A} G_{ij}} \\sum_{i \\in v \\subseteq A} (-1)^{k-|v|}\\,(h_v)_+^{k+1} - \\frac{1}{2\\,G_{ii}} \\int_{z>0} z^2\\,dx',
    ),
    prose`If ${{ text: 'G_ii = 0', latex: 'G_{ii} = 0' }}, the own input does not reach the output, and that integral is half the integral of ${Z}. In a chamber, where no vertex value changes its sign, a positive part is the value itself or 0, and every integral is one rational function.`,
  ];
  return { heading: ['Step 3: the integrals'], blocks };
}

function sumSection(): DerivationSection {
  return {
    heading: ['Step 4: the sum'],
    blocks: [
      display(
        'E_i = sum over A of P(A)*F_A,   L = sum over i of I_i*E_i',
        'E_i = \\sum_{A} P(A)\\,F_A, \\qquad L = \\sum_i I_i\\,E_i',
      ),
    ],
  };
}
