//! What people install, and what a new site does with it: every step of the workflow and every command of the texts in
//! `template/`, in an empty folder and without Cargo, Node and Trunk.
//!
//! The tests use the program of this build with a small shell. With the folder of the artifacts of `make package` in
//! `FRONTISPIECE_ARTIFACTS`, they use these instead, and the test that needs a wheel runs too.

mod artifacts;
mod machine;
mod texts;
mod workflow;
