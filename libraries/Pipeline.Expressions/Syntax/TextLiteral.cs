using System.Text;

namespace Pipeline.Expressions.Syntax;

/// <summary>Text in quotes: what it stands for (a name, an address, a time) depends on what it is compared with.</summary>
internal sealed record TextLiteral(Place Place, byte[] Value) : Expression(Place)
{
    public string Text => Encoding.UTF8.GetString(Value);
}
