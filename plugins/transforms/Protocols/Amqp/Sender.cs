namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>Who may send a method.</summary>
[Flags]
internal enum Sender : byte
{
    Client = 1,
    Server = 2,
    Both = Client | Server,
}
