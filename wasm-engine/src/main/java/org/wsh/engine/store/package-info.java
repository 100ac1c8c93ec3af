// SPDX-License-Identifier: Apache-2.0
/**
 * Compiled code kept on disk between runs. {@link org.wsh.engine.store.DiskCodeStore} is the plug; a {@code StoredImage} is one image's code,
 * an {@code ImageFile} how that lies in a file, a {@code Seal} what makes it credible, a {@code CodeFolder} the folder with the user's key.
 */
package org.wsh.engine.store;
