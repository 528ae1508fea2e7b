namespace Pipeline.Expressions.Binding;

/// <summary>Looks up what a name of an enum or flags column stands for.</summary>
internal static class Names
{
    public static Int128 Find(Scope scope, Operand column, ColumnType type, LiteralOperand literal)
    {
        var text = literal.Text;
        foreach (var name in type.Names)
            if (name.Name == text)
                return type.Signed ? name.Value : unchecked((ulong)name.Value);
        throw literal.Place.Unknown($"{scope.Describe(column)} has no name \"{text}\"", text, [.. type.Names.Select(n => n.Name)]);
    }
}
