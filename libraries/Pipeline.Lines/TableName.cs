namespace Pipeline.Lines;

/// <summary>Names of tables and columns from names that people gave.</summary>
internal static class TableName
{
    /// <param name="asked">The name that was asked for; empty for none.</param>
    /// <param name="component">The component's name, of which a table's is made otherwise.</param>
    /// <exception cref="OptionException">The name that was asked for cannot be one.</exception>
    public static string Of(string asked, string component)
    {
        if (asked.Length > 0 && Column(asked) != asked)
            throw new OptionException("table", $"cannot be a table's name (got \"{asked}\", expected lower case letters, digits and underscores, a letter first)");
        return Column(asked.Length > 0 ? asked : component);
    }

    /// <summary>A key or name as a snake_case name: what cannot stand in one becomes an underscore.</summary>
    public static string Column(string key)
    {
        var name = new string([.. key.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_')]);
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }
}
