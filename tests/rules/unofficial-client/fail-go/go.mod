module example.com/avisos

go 1.23

require (
	github.com/gin-gonic/gin v1.10.0
	go.mau.fi/whatsmeow v0.0.0-20250101000000-0123456789ab
	golang.org/x/net v0.30.0 // indirect
)
