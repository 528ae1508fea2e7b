using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>Text in quotes: text beside text, otherwise the name, address or time it spells.</summary>
internal sealed record LiteralOperand(TextLiteral Literal) : TextOperand(Literal.Place, "text", new TextConstant(Literal.Value))
{
    public string Text => Literal.Text;
}
