// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one run, by object and field: an open hash table by identity, which keeps its
 * memory from run to run.
 */
final class Variables {
  private static final Object STATIC = new Object();

  private Object[] owners = new Object[1 << 10];
  private int[] fields = new int[1 << 10];
  private Variable[] variables = new Variable[1 << 10];
  private int[] used = new int[1 << 9];
  private int size;

  /** The variable; a static one if {@code owner} is null. */
  Variable of(@Nullable Object owner, int field) {
    Object key = owner == null ? STATIC : owner;
    int slot = find(key, field);
    if (owners[slot] == null) {
      if (size == used.length) {
        grow();
        slot = find(key, field);
      }
      owners[slot] = key;
      fields[slot] = field;
      used[size++] = slot;
      if (variables[slot] == null) {
        variables[slot] = new Variable();
      }
    }
    return variables[slot];
  }

  /** Forgets all. */
  void clear() {
    for (int i = 0; i < size; i++) {
      owners[used[i]] = null;
      variables[used[i]].clear();
    }
    size = 0;
  }

  private int find(Object key, int field) {
    int mask = owners.length - 1;
    int slot = (System.identityHashCode(key) + field * 0x9E3779B9) * 0x85EBCA6B;
    for (slot = (slot ^ slot >>> 15) & mask; ; slot = (slot + 1) & mask) {
      if (owners[slot] == null || owners[slot] == key && fields[slot] == field) {
        return slot;
      }
    }
  }

  private void grow() {
    Object[] oldOwners = owners;
    int[] oldFields = fields;
    Variable[] oldVariables = variables;
    int[] oldUsed = used;
    owners = new Object[oldOwners.length * 2];
    fields = new int[owners.length];
    variables = new Variable[owners.length];
    used = Arrays.copyOf(oldUsed, owners.length / 2);
    for (int i = 0; i < size; i++) {
      int from = oldUsed[i];
      int slot = find(oldOwners[from], oldFields[from]);
      owners[slot] = oldOwners[from];
      fields[slot] = oldFields[from];
      variables[slot] = oldVariables[from];
      used[i] = slot;
    }
  }
}
