/**
 * @file The public API: the verbs of the command line as typed functions without input, output or global state.
 *
 * Numbers that must be exact are {@link Rational}s, made by {@link parseRational}; weights may come from a model file
 * ({@link parseModelFile}) or be put together by {@link task} and {@link toyModel}.
 */

export type { CertificationResult } from './landscape/certificate/certification.ts';
export {
  type CertificationOptions,
  certifyMinimum,
} from './landscape/certificate/certify-minimum.ts';
export { certifyPhase } from './landscape/certificate/certify-phase.ts';
export {
  type BoundaryLine,
  chooseLineBoundary,
  type LineBoundaries,
  type LineBoundary,
  lineBoundaries,
} from './landscape/continuation/line-boundaries.ts';
export type { ModelPath } from './landscape/continuation/model-path.ts';
export { eventsOf, type PathEvent } from './landscape/continuation/path-events.ts';
export { type PathSurvey, SURVEY_DEFAULTS, surveyPath } from './landscape/continuation/survey-path.ts';
export { type BasinGrid, basinGrid } from './landscape/critical/basin-grid.ts';
export { canonicalWeights } from './landscape/critical/canonical-weights.ts';
export type { WeightsAndBias } from './landscape/critical/landscape.ts';
export {
  type OrbitSearch,
  type OrbitSearchOptions,
  searchOrbits,
} from './landscape/critical/search-orbits.ts';
export type { PhaseBoundaries, PhaseBoundary, PhaseMeeting } from './landscape/diagram/phase-boundary.ts';
export {
  type DiagramRequest,
  type DiagramWorkers,
  type PhaseDiagrams,
  phaseDiagrams,
} from './landscape/diagram/phase-diagrams.ts';
export type { PhaseCell, PhaseMap } from './landscape/diagram/phase-map.ts';
export { antipodalBoundary, type CoexistenceSearch } from './landscape/pair/antipodal-boundary.ts';
export {
  type PairCriticalPoint,
  type PairLandscape,
  pairCriticalPoints,
} from './landscape/pair/critical-points.ts';
export { bestHandPicked, type Configuration } from './landscape/pair/hand-picked.ts';
export { type LossSurface, lossSurface } from './landscape/pair/loss-surface.ts';
export { type PairBoundaries, type PairBoundary, pairBoundaries } from './landscape/pair/pair-boundary.ts';
export { type PairMinimum, pairMinima } from './landscape/pair/pair-minima.ts';
export { type PhaseDiagram, parameterGrid, phaseDiagram, publishedGrid } from './landscape/phase-diagram.ts';
export {
  coordinateSlice,
  type ModelSlice,
  pairPlane,
  singlePlane,
  sliceBetween,
} from './landscape/surface/model-slice.ts';
export { type SliceSearch, sliceCriticalPoints } from './landscape/surface/slice-critical-points.ts';
export { type SliceLoss, sliceLoss } from './landscape/surface/slice-loss.ts';
export { type GridAxis, gridAxis, surfaceRow } from './landscape/surface/surface-grid.ts';
export { type ModelGradient, modelGradient } from './loss/model-gradient.ts';
export { type AnyModel, type LossMethod, type ModelLoss, modelLoss } from './loss/model-loss.ts';
export { modelOfFile } from './loss/model-of-file.ts';
export type { TrustedNumber } from './loss/trusted-number.ts';
export { type Activation, parseActivation } from './model/activation.ts';
export { type Activity, densitiesOf, parseActivity, tableActivity } from './model/activity.ts';
export { dimensionsPerFeature, featureDimensionalities } from './model/feature-dimensionality.ts';
export { formatCertificateFile, parseCertificateFile } from './model/file/certificate-file.ts';
export { formatModelFile } from './model/file/format-model-file.ts';
export {
  decodeModelFile,
  type EntryReader,
  parseAnyModelFile,
  parseModelFile,
} from './model/file/model-file.ts';
export { canonicalNeurons, type Neurons } from './model/geometry/canonical-neurons.ts';
export { type NeuronGeometry, neuronGeometry, type Semanticity } from './model/geometry/neuron-geometry.ts';
export { type PolytopeComponent, polytopeComponents } from './model/geometry/polytope-components.ts';
export {
  type FeatureGeometry,
  type WeightGeometry,
  weightGeometry,
} from './model/geometry/weight-geometry.ts';
export { type Coordinate, parseCoordinate } from './model/parameter-vector.ts';
export { type Phase, phaseOfWeights } from './model/phase/phase-of-weights.ts';
export { type PhaseName, phaseOfPair } from './model/phase.ts';
export {
  type AlgebraicQuantity,
  type EnclosedQuantity,
  type ExactQuantity,
  exactQuantity,
  type Quantity,
  type RoundedQuantity,
  roundedQuantity,
  type SampledQuantity,
} from './model/quantity.ts';
export {
  type FloatModel,
  type FloatTask,
  gram,
  type Task,
  type ToyModel,
  task,
  toFloatModel,
  toFloatTask,
  toyModel,
} from './model/toy-model.ts';
export { reluHiddenModel, type TwoLayerModel, twoLayerModel } from './model/two-layer-model.ts';
export { parseValueLaw, type ValueLaw } from './model/value-law.ts';
export type { Inflate } from './model/weights-file/inflate.ts';
export {
  type Architecture,
  type ModelSetting,
  modelOfWeights,
} from './model/weights-file/model-of-weights.ts';
export { readTensors, type TensorFile, type WeightsFormat } from './model/weights-file/read-tensors.ts';
export { formatWeights, type SavedFormat, type SavedModel } from './model/weights-file/saved-models.ts';
export {
  type Layout,
  type StoredWeights,
  type StoredWeightsOptions,
  storedWeights,
} from './model/weights-file/stored-weights.ts';
export type { Tensor } from './model/weights-file/tensor.ts';
export type { ChosenNames, Role } from './model/weights-file/tensor-roles.ts';
export {
  EXACT_METHODS,
  type ExactInstance,
  type ExactMethod,
  type ExactTrainingPlan,
  type ExactTrainingSettings,
  exactTrainingPlan,
} from './numeric/exact-training/exact-training-plan.ts';
export { spreadStarts } from './numeric/exact-training/spread-starts.ts';
export { type ExactEnd, type ExactlyTrained, trainExactly } from './numeric/exact-training/train-exactly.ts';
export { type LossAndGradient, lossAndGradientOf } from './numeric/population-loss/loss-and-gradient-of.ts';
export { type PopulationLoss, populationLoss } from './numeric/population-loss/population-loss.ts';
export { ADAM, type Optimiser } from './numeric/training/optimiser.ts';
export { referenceEngine } from './numeric/training/reference-engine.ts';
export { type SampledBlock, sampledActivity } from './numeric/training/sampled-activity.ts';
export { type SampledLaw, sampledLaw } from './numeric/training/sampled-law.ts';
export {
  type TrainedModel,
  type TrainingOutcome,
  type TrainingProgress,
  train,
} from './numeric/training/train.ts';
export {
  ABSOLUTE_VALUE,
  RELU_HIDDEN,
  RELU_OUTPUT,
  type TrainedActivation,
  type TrainedNetwork,
  trainedActivation,
} from './numeric/training/trained-network.ts';
export type { TrainingEngine, TrainingRun } from './numeric/training/training-engine.ts';
export {
  type TrainingInstance,
  type TrainingPlan,
  type TrainingSettings,
  trainingPlan,
} from './numeric/training/training-plan.ts';
export type { SavedTraining } from './numeric/training/training-state.ts';
export { wasmEngine } from './numeric/training/wasm/wasm-engine.ts';
export {
  AntipodeError,
  DomainError,
  type ErrorCode,
  FileError,
  ShapeError,
  UsageError,
} from './support/errors.ts';
export {
  formatRational,
  fractionParts,
  parseRational,
  type Rational,
  rational,
  rationalFromNumber,
  toNumber,
} from './support/rational.ts';
export { parseAlgebraic } from './symbolic/algebraic/parse-algebraic.ts';
export { RealAlgebraic } from './symbolic/algebraic/real-algebraic.ts';
export { type ChamberLoss, derivePairLoss } from './symbolic/derivation/pair-loss.ts';
export {
  type ExactGradient,
  exactGradient,
  type Kink,
  type OneSided,
} from './symbolic/expected-loss/exact-gradient.ts';
export { type ExactHessian, exactHessian } from './symbolic/expected-loss/exact-hessian.ts';
export {
  type ExpectedLoss,
  expectedLoss,
  type GramModel,
  lossOfGram,
} from './symbolic/expected-loss/expected-loss.ts';
export {
  type DensityFreeModel,
  lossByActiveCount,
  lossInDensity,
} from './symbolic/expected-loss/loss-in-density.ts';
export { type Sensitivities, sensitivities } from './symbolic/expected-loss/sensitivities.ts';
export { type TruncatedLoss, truncatedLoss } from './symbolic/expected-loss/truncated-loss.ts';
export { type ChamberOrbit, chamberOrbits } from './symbolic/output-formula/chamber-orbits.ts';
export { chamberWalls } from './symbolic/output-formula/chamber-walls.ts';
export { countChambers } from './symbolic/output-formula/count-chambers.ts';
export { enumerateChambers } from './symbolic/output-formula/enumerate-chambers.ts';
export { formatFactored } from './symbolic/output-formula/factored-text.ts';
export { type FormulaAt, type FormulaOptions, formulaAt } from './symbolic/output-formula/formula-at.ts';
export {
  type DensityChoice,
  type FormulaSymbols,
  gramSymbols,
  rowSymbols,
  weightSymbols,
} from './symbolic/output-formula/formula-symbols.ts';
export { chamberAt, type OutputChamber, type RowPoint } from './symbolic/output-formula/output-chamber.ts';
export {
  byActiveCount,
  type OutputFormula,
  outputFormula,
} from './symbolic/output-formula/output-formula.ts';
export { formatCollected, formatPolynomial } from './symbolic/polynomial/format.ts';
export type { LaurentPolynomial } from './symbolic/polynomial/laurent-polynomial.ts';
export { CODE_LANGUAGES, type CodeLanguage } from './symbolic/presentation/code/code-language.ts';
export {
  type FormulaCase,
  type FormulaTable,
  pairFormulaTable,
} from './symbolic/presentation/code/formula-table.ts';
export { codeExpression, renderCode } from './symbolic/presentation/code/render-code.ts';
export {
  type ChamberFormula,
  type DerivationDocument,
  derivationDocument,
} from './symbolic/presentation/derivation-document.ts';
export { renderLatex } from './symbolic/presentation/render-latex.ts';
export { renderText } from './symbolic/presentation/render-text.ts';
export { checkCertificate } from './verify/certificate/check-certificate.ts';
export { type Claim, checkClaim } from './verify/check-claim.ts';
export { estimateLoss, type SampledLoss, type SamplingOptions } from './verify/stratified-loss.ts';
export { checkTrainedPair, type TrainedPair, type TrainedPairCheck } from './verify/trained-pair.ts';
export { type Check, overall, type Verdict } from './verify/verdict.ts';
export { type VerificationOptions, verifyModel } from './verify/verify-model.ts';
export { verifyTrained } from './verify/verify-trained.ts';
