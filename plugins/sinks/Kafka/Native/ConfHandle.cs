using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Kafka.Native;

/// <summary>A client's configuration, until a client takes it over.</summary>
internal sealed class ConfHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Librdkafka.rd_kafka_conf_destroy(handle);
        return true;
    }
}
