// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

/**
 * One instruction that does something else.
 *
 * @param type the class, as {@link Class#getName}
 * @param method its name, and the simple names of its parameters' types
 * @param descriptor its descriptor
 * @param mutator what is done to it
 * @param target what the instruction names: a field, a method, a condition
 * @param to the method that is called instead, for those mutators that have one, or empty
 * @param ordinal which of those that are the same in all of the above; from 1
 * @param element where the instruction is in the code of the method
 * @param line of the source
 */
record Mutant(
    String type,
    String method,
    String descriptor,
    Mutator mutator,
    String target,
    String to,
    int ordinal,
    int element,
    int line) {

  /** Names it, independent of lines, so that a list can name it. */
  String id() {
    String change = to.isEmpty() ? target : target + ">" + to;
    return "%s.%s %s %s %d".formatted(type, method, mutator.word(), change, ordinal);
  }

  /** The class without its package. */
  String simpleType() {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  @Override
  public String toString() {
    return id() + " (line " + line + ")";
  }
}
