using System.Text;

namespace Pipeline.Otlp.Json;

/// <summary>A message's fields by number.</summary>
internal sealed class MessageShape
{
    private readonly MessageField?[] _fields = new MessageField?[32];
    private readonly byte[]?[] _keys = new byte[]?[32];

    public MessageShape(params ReadOnlySpan<MessageField> fields)
    {
        foreach (var field in fields)
            Add(field);
    }

    /// <summary>Adds a field; for messages that hold themselves.</summary>
    public void Add(MessageField field)
    {
        _fields[field.Number] = field;
        _keys[field.Number] = Encoding.UTF8.GetBytes($"\"{field.Name}\":");
    }

    /// <summary>A field that this library writes.</summary>
    public MessageField Field(int number) => _fields[number] ?? throw new InvalidOperationException($"field {number} has no name in JSON");

    /// <summary>Its name with quotes and colon.</summary>
    public ReadOnlySpan<byte> Key(int number) => _keys[number];
}
