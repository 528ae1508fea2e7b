using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Messages;

/// <summary>Writes rows of one table as parts of a message's value. One thread at a time.</summary>
internal interface IRowEncoder
{
    /// <summary>Turns to a batch, which stays valid for the calls that follow.</summary>
    void Open(RecordBatch batch);

    /// <summary>Appends a row.</summary>
    void Write(ByteBuffer output, int row);
}
