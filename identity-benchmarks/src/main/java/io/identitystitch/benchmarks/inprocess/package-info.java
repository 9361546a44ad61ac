/** JMH: what runs without a database. Classes and fields are public where JMH wants them so. */
@NullMarked
package io.identitystitch.benchmarks.inprocess;

import org.jspecify.annotations.NullMarked;
