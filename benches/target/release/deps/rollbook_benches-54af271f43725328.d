/work/main/benches/target/release/deps/rollbook_benches-54af271f43725328.d: src/rollbook_benches.rs src/lookup.rs src/print.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/lookup.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R1.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R2.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R3.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R10.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R30.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R100.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R300.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R1000.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S10.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S100.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S1000.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S10000.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/L30.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/L300.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/L1000.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/scoped.rs

/work/main/benches/target/release/deps/rollbook_benches-54af271f43725328: src/rollbook_benches.rs src/lookup.rs src/print.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/lookup.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R1.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R2.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R3.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R10.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R30.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R100.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R300.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R1000.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S10.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S100.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S1000.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S10000.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/L30.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/L300.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/L1000.rs /work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/scoped.rs

src/rollbook_benches.rs:
src/lookup.rs:
src/print.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/lookup.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R1.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R2.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R3.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R10.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R30.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R100.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R300.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/R1000.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S10.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S100.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S1000.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/S10000.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/L30.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/L300.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/L1000.rs:
/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out/scoped.rs:

# env-dep:OUT_DIR=/work/main/benches/target/release/build/rollbook-benches-58fd347cf60a7912/out
