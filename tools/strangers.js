// Reads age and gender off face crops with two networks from npm packages.
//
//     node strangers.js PACKAGES LOOSE TIGHT COUNT
//
// PACKAGES is the node_modules folder; LOOSE and TIGHT hold COUNT pictures of
// 224 x 224 x 3 bytes. Prints one JSON array a picture: gender (0 feminine, 1
// masculine) and age by HSE-FaceRes, then by face-api. See strangers.py.
const fs = require("fs");
const path = require("path");

const [packages, loose, tight, count] = process.argv.slice(2);
const need = (name) => require(path.resolve(packages, name));
const SIDE = 224;
const BYTES = SIDE * SIDE * 3;

function pictures(tf, file) {
  const bytes = fs.readFileSync(file);
  return (k) =>
    tf.tensor3d(Float32Array.from(bytes.subarray(k * BYTES, (k + 1) * BYTES)), [
      SIDE,
      SIDE,
      3,
    ]);
}

async function faceres(tf) {
  const base = path.join(packages, "@vladmandic/human/models/faceres");
  const spec = JSON.parse(fs.readFileSync(`${base}.json`));
  const weights = fs.readFileSync(`${base}.bin`);
  const weightData = weights.buffer.slice(
    weights.byteOffset,
    weights.byteOffset + weights.length,
  );
  const model = await tf.loadGraphModel({
    load: async () => ({
      modelTopology: spec.modelTopology,
      weightSpecs: spec.weightsManifest[0].weights,
      weightData,
    }),
  });
  return (picture) =>
    tf.tidy(() => {
      const [gender, ages] = model.execute(picture.expandDims(0), [
        "gender_pred/Sigmoid",
        "age_pred/Softmax",
      ]);
      // The expectation, not the most likely year.
      const age = ages.dataSync().reduce((sum, p, year) => sum + p * year, 0);
      return [gender.dataSync()[0], age];
    });
}

async function faceApi() {
  const api = need("@vladmandic/face-api/dist/face-api.node-wasm.js");
  await api.tf.setBackend("wasm");
  await api.tf.ready();
  await api.nets.ageGenderNet.loadFromDisk(
    path.join(packages, "@vladmandic/face-api/model"),
  );
  const read = async (picture) => {
    const { gender, genderProbability, age } =
      await api.nets.ageGenderNet.predictAgeAndGender(picture);
    return [gender === "male" ? genderProbability : 1 - genderProbability, age];
  };
  return [api.tf, read];
}

async function main() {
  const tf = need("@tensorflow/tfjs");
  const wasm = need("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(
    `${path.resolve(packages, "@tensorflow/tfjs-backend-wasm/dist")}/`,
  );
  await tf.setBackend("wasm");
  await tf.ready();
  const first = await faceres(tf);
  const [tfApi, second] = await faceApi();
  const [one, two] = [pictures(tf, loose), pictures(tfApi, tight)];
  const rows = [];
  for (let k = 0; k < Number(count); k++) {
    const [a, b] = [one(k), two(k)];
    rows.push([...first(a), ...(await second(b))]);
    a.dispose();
    b.dispose();
  }
  console.log(`readings ${JSON.stringify(rows)}`);
}

main();
