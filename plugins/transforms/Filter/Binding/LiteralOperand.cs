using Pipeline.Transforms.Filter.Evaluation;
using Pipeline.Transforms.Filter.Expressions;

namespace Pipeline.Transforms.Filter.Binding;

/// <summary>Text in quotes: text beside text, otherwise the name, address or time it spells.</summary>
internal sealed record LiteralOperand(TextLiteral Literal) : TextOperand(Literal.Place, "text", new TextConstant(Literal.Value))
{
    public string Text => Literal.Text;
}
