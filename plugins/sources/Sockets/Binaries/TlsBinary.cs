using System.Collections.Immutable;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>What of TLS there is in a file.</summary>
/// <param name="Library">Whose; where there are several, the first of <see cref="TlsLibrary"/>. Null where the file could not be looked at.</param>
/// <param name="Sites">Where programs are to stand, those of all libraries in it; empty where there is a problem.</param>
/// <param name="Problem">Why nothing in it can be observed; null where something can.</param>
internal sealed record TlsBinary(TlsLibrary? Library, ImmutableArray<ProbeSite> Sites, BinaryProblem? Problem);
