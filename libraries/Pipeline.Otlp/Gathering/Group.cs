namespace Pipeline.Otlp.Gathering;

/// <summary>The rows of one resource in one scope, as far as a request has some.</summary>
/// <param name="Hash">Of scope and key.</param>
/// <param name="Next">The next group of the same place in the index; -1: none.</param>
/// <param name="Scope">Number of the scope.</param>
/// <param name="Key">Where the key begins among the keys.</param>
/// <param name="KeyBytes">How long it is.</param>
/// <param name="Resource">Where the resource begins among those of the request.</param>
/// <param name="ResourceBytes">How long it is.</param>
/// <param name="Parts">The first of the group's lists of pieces, of which it has as many as rows of its table have parts.</param>
internal readonly record struct Group(ulong Hash, int Next, int Scope, int Key, int KeyBytes, int Resource, int ResourceBytes, int Parts);
