namespace Pipeline.Host.Configuration.Toml;

/// <summary>Reads key = value, of a table or of an inline table.</summary>
internal sealed class TomlPairReader(
    TomlCursor cursor, TomlFaults faults, TomlDefinitions definitions, TomlKeyReader keys, TomlValueReader values)
{
    /// <summary>Reads a pair into a table that stands at a depth of the tree; false if its text could not be read to its end.</summary>
    public bool Read(TomlTable table, int depth)
    {
        if (keys.Read(depth) is not { } key)
            return false;
        int pathDepth = faults.Path.Depth;
        foreach (TomlKey part in key)
            faults.Path.Push(part.Name);
        bool isRead = ReadValue(table, key, depth + key.Count);
        faults.Path.Truncate(pathDepth);
        return isRead;
    }

    private bool ReadValue(TomlTable table, List<TomlKey> key, int depth)
    {
        cursor.SkipBlanks();
        if (!cursor.TryTake('='))
        {
            faults.ReportUnexpected("a key must be followed by its value", "=");
            return false;
        }
        cursor.SkipBlanks();
        if (values.Read(depth) is not { } value)
            return false;
        definitions.Define(table, key, value);
        return true;
    }
}
