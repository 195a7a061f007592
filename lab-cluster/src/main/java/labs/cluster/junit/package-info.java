/**
 * What tests say of the servers that they use: which system, what they do to it. Chapters use this
 * in test scope, with JUnit, which this module does not bring.
 */
package labs.cluster.junit;
