using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>What is known of the client of a connection.</summary>
internal sealed class MqttClient
{
    /// <summary>3, 4 or 5; 0: not known.</summary>
    public byte Version { get; set; }

    public ByteList Id { get; } = new();
}
