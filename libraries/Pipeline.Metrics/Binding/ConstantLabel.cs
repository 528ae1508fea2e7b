using System.Text;

namespace Pipeline.Metrics.Binding;

/// <summary>A label that every series gets.</summary>
internal sealed class ConstantLabel(string name, string value)
{
    public string Name => name;

    public byte[] NameUtf8 { get; } = Encoding.UTF8.GetBytes(name);

    public byte[] ValueUtf8 { get; } = Encoding.UTF8.GetBytes(value);
}
