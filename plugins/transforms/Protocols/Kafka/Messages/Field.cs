namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>A field of a message, or of a part of one.</summary>
/// <param name="Name">In JSON.</param>
/// <param name="Type">What it is, or what its elements are.</param>
/// <param name="IsArray">Whether there are any number of it.</param>
/// <param name="From">The first version that has it.</param>
/// <param name="To">The last one.</param>
/// <param name="Fields">What it is made of, where it is a struct.</param>
internal sealed record Field(byte[] Name, FieldType Type, bool IsArray, short From, short To, Field[] Fields)
{
    public bool IsIn(short version) => version >= From && version <= To;
}
