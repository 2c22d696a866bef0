// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.io.Serial;

/** A scenario went wrong under some schedule; the message says which, and how to repeat it. */
public final class ScheduleError extends AssertionError {
  @Serial private static final long serialVersionUID = 1;

  ScheduleError(Report report) {
    super(report.toString(), report.failure() == null ? null : report.failure().cause());
  }
}
