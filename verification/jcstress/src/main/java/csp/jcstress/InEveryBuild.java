// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A jcstress test of the quick set, which is run, shortly, with the unit tests. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface InEveryBuild {}
