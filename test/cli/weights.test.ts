import * as assert from 'uvu/assert';
import { suite } from '../support/suite.ts';
import { weightsPath } from '../support/weights-files.ts';
import { antipode, documentOf, type Finished } from './program-under-test.ts';

const STATE = weightsPath('good/pt-state-dict.pt');
const LAYERS = weightsPath('good/pt-encoder-decoder.pt');

interface Instances {
  readonly schema: string;
  readonly instances: readonly Record<string, unknown>[];
}

const instancesOf = (finished: Finished): Instances => documentOf(finished) as unknown as Instances;

suite('cli --weights', (test) => {
  test('loss: each model of a state_dict has its exact loss, the one that its number alone has', async () => {
    const args = ['loss', '--weights', STATE, '--json'];
    const [many, one] = await Promise.all([
      antipode([...args, '--instance-density', '1,1/2,3/10,0.1']),
      antipode([...args, '--density', '3/10', '--instance', '2', '--geometry']),
    ]);
    assert.match(
      many.stderr,
      /4 models, n = 5, m = 2, W, b_final; layout features-hidden, by .* and its bias/,
    );
    assert.match(many.stderr, /importance 1, as none is given/);
    const { schema, instances } = instancesOf(many);
    assert.is(schema, 'antipode/losses@1');
    assert.equal(
      instances.map(({ density }) => density),
      ['1', '1/2', '3/10', '1/10'],
    );
    const single = documentOf(one);
    assert.is(single['schema'], 'antipode/loss@1');
    assert.equal(single['loss'], instances[2]?.['loss']);
    assert.is((single['loss'] as { trust: string }).trust, 'exact');
    const geometry = single['geometry'] as {
      phase: string;
      capacity: { value: number };
      features: unknown[];
    };
    assert.is(geometry.phase, instances[2]?.['phase']);
    assert.ok(geometry.capacity.value > 0 && geometry.capacity.value <= 2);
    assert.is(geometry.features.length, 5);
  });

  test('verify: every model by every witness; a claim is of one', async () => {
    const args = [
      'verify',
      '--weights',
      STATE,
      '--density',
      '3/10',
      '--instance',
      '2',
      '--max-samples',
      '200000',
    ];
    const [good, bad] = await Promise.all([antipode(args), antipode([...args, '--claim', '0.9', '--json'])]);
    assert.is(good.code, 0, good.stderr);
    assert.match(good.stdout, /exact loss = sampled loss/);
    assert.is(bad.code, 3);
    assert.is(documentOf(bad)['verdict'], 'disagrees');
  });

  test('geometry: neurons of a network, and no density needed', async () => {
    const { stdout } = await antipode(['geometry', '--weights', LAYERS]);
    assert.match(stdout, /neuron {3}reads .* writes/);
    assert.match(stdout, /capacity Σ D = 1\.58052 of 6/);
  });

  test('refusals: what is missing, ambiguous, hostile or of no use is said, with its exit code', async () => {
    const cases: readonly (readonly [code: number, message: RegExp, args: readonly string[]])[] = [
      [2, /--weights holds no density/, ['loss', '--weights', STATE]],
      [2, /expected a model file, or --weights FILE/, ['loss']],
      [2, /--layout belongs to --weights/, ['loss', 'model.json', '--layout', 'features-hidden']],
      [5, /which may be either/, ['geometry', '--weights', weightsPath('good/npy-f4-little.npy')]],
      [5, /posix\.system/, ['geometry', '--weights', weightsPath('hostile/pt-os-system.pt')]],
      [2, /--steps says what to train/, ['verify', '--weights', STATE, '--density', '1/2', '--steps', '3']],
    ];
    await Promise.all(
      cases.map(async ([code, message, args]) => {
        const found = await antipode(args);
        assert.match(found.stderr, message);
        assert.is(found.code, code);
      }),
    );
  });

  test('train --save: what was trained is read back, and has the losses that were printed', async () => {
    const trained = await antipode(
      'train --features 2 --density 1/4 --steps 20 --batch 64 --instances 3 --save run.safetensors --json'.split(
        ' ',
      ),
    );
    const { final } = documentOf(trained) as unknown as { final: readonly { exactLoss: unknown }[] };
    const args = 'loss --weights run.safetensors --density 1/4 --importance 1,1/2 --json'.split(' ');
    const { instances } = instancesOf(await antipode(args));
    assert.equal(
      instances.map(({ loss }) => loss),
      final.map(({ exactLoss }) => exactLoss),
    );
  });
});
