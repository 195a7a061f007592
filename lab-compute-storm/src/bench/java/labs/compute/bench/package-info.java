/** Measurements beside the tests; compiled only with the profile {@code bench}. */
package labs.compute.bench;
